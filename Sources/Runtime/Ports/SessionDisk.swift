import Recording

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
  /// Opens a recording.
  func recording(_ path: String, _ registry: SymbolRegistry) throws(RecordingError)
    -> RecordingReader
  /// Keeps others from a file that is made for that, until what is returned is released or the process
  /// ends.
  ///
  /// - Returns: What keeps it; nil when somebody else does.
  func lock(_ path: String) throws(DiskError) -> (any FileLock)?
}

/// A file that others are kept from.
protocol FileLock: AnyObject {
  /// Writes down for others who it is.
  func say(_ text: String)
}

extension SessionDisk {
  func recording(_ path: String, _ registry: SymbolRegistry) throws(RecordingError)
    -> RecordingReader
  {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try read(path, atMost: .max - 1)
    } catch {
      throw RecordingError(
        .inputOutput, file: path, expected: "a readable file",
        found: error.reason.prefix(1).lowercased() + error.reason.dropFirst())
    }
    return try RecordingReader(bytes, file: path, registry: registry)
  }

  /// Writes a whole file under its name at once: whoever reads it finds all of it, or what was before.
  func replace(_ path: String, with bytes: [UInt8]) throws(DiskError) {
    var number = 1
    while true {
      // One that a process left behind that was ended meanwhile is left alone.
      let draft = path + ".draft-\(number)"
      let file: any SessionFile
      do throws(DiskError) {
        file = try create(draft)
      } catch {
        guard error.isAlreadyThere, number < 10_000 else { throw error }
        number += 1
        continue
      }
      try file.append(bytes)
      try file.synchronize()
      return try rename(draft, to: path)
    }
  }
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
