/// The disk as a session sees it: what it writes down goes through here, and the texts it reads.
protocol SessionDisk {
  /// Makes a folder, readable for its owner alone; the folder it lies in must be there.
  func makeFolder(_ path: String) throws(DiskError)
  /// Makes a file that is not there yet, for writing at its end.
  func create(_ path: String) throws(DiskError) -> any SessionFile
  /// The bytes of a file, up to so many; one more when it has more.
  func read(_ path: String, atMost limit: Int) throws(DiskError) -> [UInt8]
  /// Whether there is a file by that name, and no link.
  func isPlainFile(_ path: String) -> Bool
  /// Gives a file another name, in place of what had it.
  func rename(_ path: String, to target: String) throws(DiskError)
  /// The names in a folder, in the order of their bytes.
  func list(_ folder: String) throws(DiskError) -> [String]
  /// Bytes of a file.
  func size(of path: String) throws(DiskError) -> Int
}

/// A file open for writing at its end.
protocol SessionFile: AnyObject {
  /// Bytes written so far.
  var size: Int { get }
  /// Whether its name still leads to it: nobody has removed it, or put something else in its place.
  var isInPlace: Bool { get }
  /// Writes bytes behind those that are there; when not all can be, none are.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DiskError)
  /// Waits until what was written survives a loss of power.
  func synchronize() throws(DiskError)
}

extension SessionFile {
  /// Writes bytes behind those that are there; when not all can be, none are.
  func append(_ bytes: [UInt8]) throws(DiskError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(DiskError) in
      try append(UnsafeRawBufferPointer(bytes))
    }
  }
}

/// What the disk refused, and why.
struct DiskError: Error, Equatable, Sendable {
  /// What was asked of it.
  enum Action: String, Sendable {
    case make
    case open
    case read
    case write
    case synchronize
    case rename
    case list
    case look
  }

  /// The file or folder.
  let path: String
  /// What was asked.
  let action: Action
  /// The system's sentence, such as `No space left on device`.
  let reason: String
  /// Whether the reason is that there is something by that name.
  var isAlreadyThere = false
}
