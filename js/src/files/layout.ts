/** The bytes and numbers of the exports of files.wasm. Generated from bridge/files/layout.def by tools/generate-layout.mjs; sizes and offsets in bytes. */
/** What scratch(0) gives at least; the address moves only when scratch() is asked for more. */
export const SCRATCH_BYTES = 131072;
/** A path must be shorter, unless the limits say otherwise. */
export const PATH_MAX = 4096;
/** Bytes of a name in a directory. */
export const NAME_MAX = 255;
/** In place of a descriptor: the current directory. */
export const CWD = -100;
/** Of what stat and fstat write. */
export const STAT_BYTES = 104;
/** F64: number of the inode, in its volume. */
export const STAT_INO = 0;
/** F64. */
export const STAT_SIZE = 8;
/** F64: of 512 bytes, that take space. */
export const STAT_BLOCKS = 16;
/** F64: milliseconds since 1970. */
export const STAT_ATIME_MS = 24;
/** F64. */
export const STAT_MTIME_MS = 32;
/** F64. */
export const STAT_CTIME_MS = 40;
/** I64: nanoseconds since 1970. */
export const STAT_ATIME_NS = 48;
/** I64. */
export const STAT_MTIME_NS = 56;
/** I64. */
export const STAT_CTIME_NS = 64;
/** U32: number of the volume. */
export const STAT_DEV = 72;
/** U32: type and permissions, as Linux has them. */
export const STAT_MODE = 76;
/** U32. */
export const STAT_NLINK = 80;
/** U32. */
export const STAT_UID = 84;
/** U32. */
export const STAT_GID = 88;
/** U32: which device, of a character device. */
export const STAT_RDEV = 92;
/** U32. */
export const STAT_BLKSIZE = 96;
/** F64: the cookie of what follows; readdir() writes such records one after the other, each padded to 8 bytes. */
export const DIRENT_NEXT = 0;
/** F64. */
export const DIRENT_INO = 8;
/** U32: the type bits of the mode. */
export const DIRENT_TYPE = 16;
/** U32. */
export const DIRENT_NAME_LEN = 20;
/** The name. */
export const DIRENT_NAME = 24;
/** U32: what wanted() writes begins with one of WANT_*. */
export const WANTED_KIND = 0;
/** U32. */
export const WANTED_VOLUME = 4;
/** F64: of the file that lacks data, or of the directory. */
export const WANTED_INO = 8;
/** F64: of the data, in whole blocks. */
export const WANTED_OFFSET = 16;
/** F64. */
export const WANTED_LEN = 24;
/** U32: what remote_file() or remote_directory() was given. */
export const WANTED_KEY = 32;
/** U32. */
export const WANTED_NAME_LEN = 36;
/** The name, of up to NAME_MAX bytes. */
export const WANTED_NAME = 40;
/** U32: of a name: 1 where the path goes on behind it, so that it could only be a directory. */
export const WANTED_FOLDER = 296;
/** Bytes of a file: provide(), or provide_failed(). */
export const WANT_DATA = 1;
/** Whether a directory has that name: remote_file(), remote_directory(), remote_missing() or provide_failed(). */
export const WANT_NAME = 2;
/** A store has to be waited for; it knows for what. */
export const WANT_STORE = 3;
/** F64: bytes that files take; usage() writes these. */
export const USAGE_BYTES = 0;
/** F64. */
export const USAGE_MAX_BYTES = 8;
/** F64: files, directories, links and devices. */
export const USAGE_FILES = 16;
/** F64. */
export const USAGE_MAX_FILES = 24;
/** The flags of open are those of Linux on x86-64. */
export const O_RDONLY = 0;
/** Open for writing only. */
export const O_WRONLY = 1;
/** Open for reading and writing. */
export const O_RDWR = 2;
/** The bits of these three. */
export const O_ACCMODE = 3;
/** Make the file if there is none. */
export const O_CREAT = 64;
/** With O_CREAT: fail if there is one. */
export const O_EXCL = 128;
/** Means nothing here. */
export const O_NOCTTY = 256;
/** Empty it. */
export const O_TRUNC = 512;
/** Every write goes to the end. */
export const O_APPEND = 1024;
/** Kept, and means nothing for files. */
export const O_NONBLOCK = 2048;
/** A write has reached the store when it returns. */
export const O_DSYNC = 4096;
/** Fail unless it is a directory. */
export const O_DIRECTORY = 65536;
/** Fail if the last component is a symlink. */
export const O_NOFOLLOW = 131072;
/** Means nothing here. */
export const O_CLOEXEC = 524288;
/** As O_DSYNC. */
export const O_SYNC = 1052672;
/** Type bits of a mode. */
export const S_IFMT = 61440;
/** A pipe. */
export const S_IFIFO = 4096;
/** A character device. */
export const S_IFCHR = 8192;
/** A directory. */
export const S_IFDIR = 16384;
/** A regular file. */
export const S_IFREG = 32768;
/** A symlink. */
export const S_IFLNK = 40960;
/** Rdev of /dev/null. */
export const DEVICE_NULL = 259;
/** Rdev of /dev/zero. */
export const DEVICE_ZERO = 261;
/** In place of a time in ms: now. */
export const UTIME_NOW = -1;
/** In place of a time in ms: leave it. */
export const UTIME_OMIT = -2;
