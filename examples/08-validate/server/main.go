//go:build !js

// A Go server for the form: it takes accounts that package signup
// finds no problem with. The page is only a courtesy; this is where
// the rules count.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"time"

	"goferry/examples/validate/signup"
)

func main() {
	address := flag.String("address", "localhost:8081", "where to listen")
	pages := flag.String("pages", "../../build/gallery", "the gallery")
	flag.Parse()
	http.HandleFunc("POST /08-validate/signup", signUp)
	http.Handle("/", http.FileServer(http.Dir(*pages)))
	log.Printf("http://%s/08-validate/", *address)
	log.Fatal(http.ListenAndServe(*address, nil))
}

// signUp answers 201 for a sound account, else 422 with the
// problems by field.
func signUp(w http.ResponseWriter, r *http.Request) {
	var account signup.Account
	body := http.MaxBytesReader(w, r.Body, 1<<16)
	if err := json.NewDecoder(body).Decode(&account); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	problems := account.Problems(time.Now())
	w.Header().Set("Content-Type", "application/json")
	if len(problems) > 0 {
		w.WriteHeader(http.StatusUnprocessableEntity)
	} else {
		w.WriteHeader(http.StatusCreated)
	}
	if err := json.NewEncoder(w).Encode(problems); err != nil {
		log.Print(err)
	}
}
