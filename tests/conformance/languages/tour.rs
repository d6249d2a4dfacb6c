//! A tour of WASI in Rust, with its standard library: arguments, environment, clocks, standard input, files, an exit code.
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, process, thread};

fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(2166136261, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(16777619))
}

fn say<T>(what: &str, result: io::Result<T>) {
    match result {
        Ok(_) => println!("{what}: done"),
        Err(error) => println!("{what}: {:?} {:?}", error.kind(), error.raw_os_error()),
    }
}

fn walk(path: &Path) -> io::Result<()> {
    let about = fs::symlink_metadata(path)?;
    if about.is_symlink() {
        println!("{} -> {}", path.display(), fs::read_link(path)?.display());
    } else if about.is_file() {
        let bytes = fs::read(path)?;
        println!("{} {} {} {:08x}", path.display(), about.len(), bytes.len(), sum(&bytes));
    } else {
        println!("{}/", path.display());
        let mut inner = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        inner.sort();
        for path in inner {
            walk(&path)?;
        }
    }
    Ok(())
}

fn change() -> io::Result<()> {
    say("mkdir", fs::create_dir_all("/data/made/deep"));
    say("mkdir again", fs::create_dir("/data/made"));
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open("/data/made/file")?;
    writeln!(file, "{} lines", 3)?;
    file.seek(SeekFrom::Start(100))?;
    file.write_all(b"behind a hole")?;
    file.seek(SeekFrom::End(-4))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    println!("read back: {text}");
    say("set_len", file.set_len(105));
    say("sync", file.sync_all());
    drop(file);
    say("rename", fs::rename("/data/made/file", "/data/moved"));
    say("link", fs::hard_link("/data/moved", "/data/made/hard"));
    say("copy", fs::copy("/data/moved", "/data/made/copy"));
    walk(Path::new("/data"))?;
    let mut file = OpenOptions::new().append(true).open("/data/moved")?;
    file.write_all(b"!")?;
    let then = UNIX_EPOCH + Duration::new(1_000_000_000, 5000);
    say("times", file.set_modified(then));
    println!("modified {}", file.metadata()?.modified()? == then);
    say("read of one for writing", file.read(&mut [0]));
    say("remove full", fs::remove_dir("/data/made"));
    say("remove all", fs::remove_dir_all("/data/made"));
    walk(Path::new("/data"))?;
    say("not there", File::open("/data/nothing"));
    say("through a file", File::open("/data/moved/x"));
    say("above", File::open("/data/../etc/passwd"));
    say("outside", File::open("/etc/passwd").map_err(|error| io::Error::from(error.kind())));
    Ok(())
}

fn main() -> io::Result<()> {
    env::args().skip(1).for_each(|argument| println!("argument {argument}"));
    let mut variables: Vec<_> = env::vars().collect();
    variables.sort();
    variables.iter().for_each(|(name, value)| println!("variable {name}={value}"));
    let began = Instant::now();
    thread::sleep(Duration::from_millis(20));
    let recent = SystemTime::now().duration_since(UNIX_EPOCH).is_ok_and(|since| since.as_secs() > 1_577_836_800);
    println!("slept {}, after 2020 {recent}", began.elapsed() >= Duration::from_millis(20));
    println!("random {}", (0..4).map(|i| (i, HashMap::from([(i, i)]))).all(|(i, map)| map[&i] == i)); // its hashing asks for random bytes
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input)?;
    println!("input {} {:08x}", input.len(), sum(&input));
    change()?;
    eprintln!("to stderr");
    process::exit(7)
}
