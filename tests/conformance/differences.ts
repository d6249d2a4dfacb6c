/** Go's own tests that come out otherwise than on the host they are compared with, each with the reason. A test's reason counts for its subtests. */
import type { FileSystem } from "../support/goroot.ts";

type Reasons = Readonly<Record<string, string>>;
type ByPackage = Readonly<Record<string, Partial<Record<FileSystem, Reasons>>>>;

const fromTheSystem: Reasons = {
  TestReadDirFD: "there is no /dev/fd",
  TestReadFileProc: "there is no /proc",
  TestDirFSReadFileProc: "there is no /proc",
};

/** Those that come out otherwise here. */
export const differences: ByPackage = {
  os: { js: fromTheSystem, wasip1: fromTheSystem },
};

const wholeSeconds = "sets times in whole seconds";
const escapes = "lets a root be left by way of a link";

const refuses = "refuses to create a file through the folder of an os.Root, which Go opens without the right to truncate in it";

/** Those that pass here, while the other host is wrong: node:wasi of Node 20. */
export const wrongThere: ByPackage = {
  os: {
    wasip1: {
      TestAppend: "mistakes what a file is opened for, and writes over what was to be appended to",
      TestFileRDWRFlags: "mistakes what a file is opened for, and appends to one that was to be overwritten",
      TestRootChtimes: wholeSeconds,
      TestChtimesOmit: wholeSeconds,
      TestHardLink: refuses,
      TestMkdirAll: refuses,
      TestOpenFileKeepsPermissions: refuses,
      TestRootCreate: refuses,
      TestRootName: refuses,
      TestRootWriteReadFile: refuses,
      TestRootMultiCreate: refuses,
      TestRootMultiWriteFile: refuses,
      TestRootRenameAfterOpen: "finds what is in an open folder by the folder's old path",
      TestRootRemoveDot: "removes a folder by the name .",
      TestRootMultiOpen: escapes,
      TestRootMultiOpenFile: escapes,
      TestRootMultiReadFile: escapes,
      TestRootMultiMkdirAllDeep: escapes,
      TestErrPathNUL: "ends a path at a zero byte",
    },
  },
};
