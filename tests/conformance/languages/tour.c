// A tour of WASI in C, with Debian's wasi-libc: arguments, environment, clocks, standard input, files, an exit code.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static unsigned sum(FILE *file, size_t *size) {
  unsigned hash = 2166136261U;
  int c;
  for (*size = 0; (c = getc(file)) != EOF; ++*size) hash = (hash ^ (unsigned)c) * 16777619U;
  return hash;
}

static void say(const char *what, int failed) { printf("%s: %s\n", what, failed ? strerror(errno) : "done"); }

static void walk(const char *path) {
  struct stat about;
  if (lstat(path, &about) != 0) return say(path, 1);
  if (S_ISLNK(about.st_mode)) {
    char target[256] = "";
    readlink(path, target, sizeof target - 1);
    printf("%s -> %s\n", path, target);
  } else if (S_ISREG(about.st_mode)) {
    size_t size;
    FILE *file = fopen(path, "rb");
    if (!file) return say(path, 1);
    unsigned hash = sum(file, &size);
    printf("%s %lld %zu %08x\n", path, (long long)about.st_size, size, hash);
    fclose(file);
  } else {
    printf("%s/\n", path);
    DIR *folder = opendir(path);
    if (!folder) return say(path, 1);
    char *names[64];
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) && count < 64;)
      if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) names[count++] = strdup(entry->d_name);
    closedir(folder);
    qsort(names, count, sizeof *names, by_text);
    for (size_t i = 0; i < count; ++i) {
      char inner[512];
      snprintf(inner, sizeof inner, "%s/%s", path, names[i]);
      walk(inner);
      free(names[i]);
    }
  }
}

static void change(void) {
  say("mkdir", mkdir("/data/made", 0777));
  say("mkdir again", mkdir("/data/made", 0777));
  FILE *file = fopen("/data/made/file", "w+");
  fprintf(file, "%d lines\n", 3);
  fseek(file, 100, SEEK_SET);
  fputs("behind a hole", file);
  rewind(file);
  char line[32] = "";
  fgets(line, sizeof line, file);
  printf("read back: %s", line);
  fclose(file);
  say("truncate", truncate("/data/made/file", 105));
  say("rename", rename("/data/made/file", "/data/moved"));
  say("link", link("/data/moved", "/data/made/hard"));
  say("symlink", symlink("made/hard", "/data/soft"));
  walk("/data");
  int fd = open("/data/moved", O_RDWR | O_APPEND);
  write(fd, "!", 1);
  printf("at %lld\n", (long long)lseek(fd, 0, SEEK_CUR));
  struct timespec times[2] = {{.tv_sec = 1, .tv_nsec = 2000}, {.tv_sec = 1000000000, .tv_nsec = 5000}};
  say("times", futimens(fd, times));
  struct stat about;
  fstat(fd, &about);
  printf("modified %lld %ld\n", (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
  close(fd);
  say("write when closed", write(fd, "!", 1) < 0);
  say("remove full", rmdir("/data/made"));
  say("unlink", unlink("/data/made/hard"));
  say("rmdir", rmdir("/data/made"));
  walk("/data");
  say("not there", open("/data/nothing", O_RDONLY) < 0);
  say("through a file", open("/data/moved/x", O_RDONLY) < 0);
  say("dangling", open("/data/soft", O_RDONLY) < 0);
  say("above", open("/data/../etc/passwd", O_RDONLY) < 0);
  say("outside", open("/etc/passwd", O_RDONLY) < 0);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i) printf("argument %s\n", argv[i]);
  size_t count = 0;
  while (environ[count]) ++count;
  qsort(environ, count, sizeof *environ, by_text);
  for (size_t i = 0; i < count; ++i) printf("variable %s\n", environ[i]);
  struct timespec began, now, real;
  clock_gettime(CLOCK_MONOTONIC, &began);
  clock_gettime(CLOCK_REALTIME, &real);
  nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
  clock_gettime(CLOCK_MONOTONIC, &now);
  long long slept = (now.tv_sec - began.tv_sec) * 1000000000LL + now.tv_nsec - began.tv_nsec;
  printf("slept %d, after 2020 %d\n", slept >= 20000000, real.tv_sec > 1577836800);
  size_t size;
  unsigned hash = sum(stdin, &size);
  printf("input %zu %08x\n", size, hash);
  change();
  fputs("to stderr\n", stderr);
  return 7;
}
