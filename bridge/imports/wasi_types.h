// Numbers and layouts of WASI preview 1. Source: preview1/witx/typenames.witx of WASI 0.1. Offsets and sizes in bytes.
#pragma once
#include <cstdint>

namespace goferry::wasi {

/// $rights
enum Right : uint64_t {
  kFdDatasync = 1u << 0,
  kFdRead = 1u << 1,
  kFdSeek = 1u << 2,
  kFdFdstatSetFlags = 1u << 3,
  kFdSync = 1u << 4,
  kFdTell = 1u << 5,
  kFdWrite = 1u << 6,
  kFdAdvise = 1u << 7,
  kFdAllocate = 1u << 8,
  kPathCreateDirectory = 1u << 9,
  kPathCreateFile = 1u << 10,
  kPathLinkSource = 1u << 11,
  kPathLinkTarget = 1u << 12,
  kPathOpen = 1u << 13,
  kFdReaddir = 1u << 14,
  kPathReadlink = 1u << 15,
  kPathRenameSource = 1u << 16,
  kPathRenameTarget = 1u << 17,
  kPathFilestatGet = 1u << 18,
  kPathFilestatSetSize = 1u << 19,
  kPathFilestatSetTimes = 1u << 20,
  kFdFilestatGet = 1u << 21,
  kFdFilestatSetSize = 1u << 22,
  kFdFilestatSetTimes = 1u << 23,
  kPathSymlink = 1u << 24,
  kPathRemoveDirectory = 1u << 25,
  kPathUnlinkFile = 1u << 26,
  kPollFdReadwrite = 1u << 27,
  kSockShutdown = 1u << 28,
  kSockAccept = 1u << 29,
};
inline constexpr uint64_t kAllRights = (uint64_t{1} << 30) - 1;
inline constexpr uint64_t kSocketRights = kSockShutdown | kSockAccept;
inline constexpr uint64_t kConnectedRights = kFdRead | kFdWrite | kPollFdReadwrite | kFdFdstatSetFlags | kFdFilestatGet | kSockShutdown;
/// What can be asked of a stream.
inline constexpr uint64_t kStreamRights = kFdFdstatSetFlags | kFdFilestatGet | kPollFdReadwrite | kFdSync | kFdDatasync;
/// What makes no sense for a file, and what makes none for a directory: opening either leaves it out.
inline constexpr uint64_t kNotOfFiles = kPathCreateDirectory | kPathCreateFile | kPathLinkSource | kPathLinkTarget | kPathOpen |
                                        kFdReaddir | kPathReadlink | kPathRenameSource | kPathRenameTarget | kPathFilestatGet |
                                        kPathFilestatSetSize | kPathFilestatSetTimes | kPathSymlink | kPathRemoveDirectory |
                                        kPathUnlinkFile | kSocketRights;
inline constexpr uint64_t kNotOfDirectories =
    kFdSeek | kFdTell | kFdRead | kFdWrite | kFdAdvise | kFdAllocate | kFdFilestatSetSize | kSocketRights;

/// $fdflags
enum FdFlag : uint32_t { kFlagAppend = 1, kFlagDsync = 2, kFlagNonblock = 4, kFlagRsync = 8, kFlagSync = 16, kFlagsKnown = 31 };
/// $oflags
enum Oflag : uint32_t { kOflagCreat = 1, kOflagDirectory = 2, kOflagExcl = 4, kOflagTrunc = 8, kOflagsKnown = 15 };
/// $lookupflags
inline constexpr uint32_t kSymlinkFollow = 1;
/// $fstflags
enum Fstflag : uint32_t { kAtim = 1, kAtimNow = 2, kMtim = 4, kMtimNow = 8, kFstflagsKnown = 15 };
/// $filetype
enum Filetype : uint8_t { kUnknown, kBlockDevice, kCharacterDevice, kDirectory, kRegularFile, kSocketDgram, kSocketStream, kSymbolicLink };
/// $clockid
enum ClockId : uint32_t { kRealtime, kMonotonic };
/// $eventtype, $subclockflags, $eventrwflags
enum EventType : uint32_t { kEventClock, kEventRead, kEventWrite };
inline constexpr uint32_t kAbstime = 1;
inline constexpr uint32_t kHangup = 1;
/// $riflags, $sdflags
enum Riflag : uint32_t { kPeek = 1, kWaitAll = 2, kRiflagsKnown = 3 };
enum Sdflag : uint32_t { kShutRd = 1, kShutWr = 2, kSdflagsKnown = 3 };
/// $advice: the last one
inline constexpr uint32_t kAdviceMax = 5;

struct Iovec {
  enum : uint32_t { kBuf = 0, kLen = 4, kSize = 8 };
};
struct Fdstat {
  enum : uint32_t { kFiletype = 0, kFlags = 2, kBase = 8, kInheriting = 16, kSize = 24 };
};
struct Filestat {
  enum : uint32_t { kDev = 0, kIno = 8, kFiletype = 16, kNlink = 24, kFileSize = 32, kAtim = 40, kMtim = 48, kCtim = 56, kSize = 64 };
};
struct Prestat {
  enum : uint32_t { kTag = 0, kNameLen = 4, kSize = 8 };
};
struct Dirent {
  enum : uint32_t { kNext = 0, kIno = 8, kNameLen = 16, kType = 20, kSize = 24 };
};
struct Subscription {
  enum : uint32_t { kUserdata = 0, kTag = 8, kClock = 16, kTimeout = 24, kClockFlags = 40, kFd = 16, kSize = 48 };
};
struct Event {
  enum : uint32_t { kUserdata = 0, kError = 8, kType = 10, kBytes = 16, kFlags = 24, kSize = 32 };
};

}  // namespace goferry::wasi
