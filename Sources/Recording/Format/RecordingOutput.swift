/// Where the bytes of a recording go.
public protocol RecordingOutput: AnyObject {
  /// What it is called in errors.
  var name: String { get }
  /// Bytes written so far, with those there were.
  var size: Int { get }
  /// Writes bytes behind those that are there.
  ///
  /// - Throws: Why not all could be written; it holds what it did before then.
  func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError)
  /// Waits until what was written is safe.
  ///
  /// - Throws: Why it is not.
  func synchronize() throws(RecordingError)
}

/// A file as the output of a recording, locked against other writers.
public final class RecordingFile: RecordingOutput {
  private var file: OutputFile

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard output.
  ///   - replacing: Whether an existing file is replaced; otherwise it is an error.
  /// - Throws: Why the file cannot be written.
  public init(creating path: String, replacing: Bool = false) throws(RecordingError) {
    file = try OutputFile.open(path, existing: replacing ? .replace : .refuse)
  }

  /// Goes on behind the first bytes of a file that is there; the rest is cut.
  init(keeping bytes: Int, of path: String) throws(RecordingError) {
    file = try OutputFile.open(path, existing: .keep(bytes: bytes))
  }

  /// The file as it was named by the user.
  public var name: String { file.name }

  /// Bytes written so far, with those there were.
  public var size: Int { file.size }

  /// Whether its name still leads to it: nobody has removed it, or put something else in its place.
  public var isInPlace: Bool { file.isInPlace }

  /// Writes bytes behind those that are there.
  ///
  /// - Throws: Why not all could be written; the file is as long as before then.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    try file.write(bytes)
  }

  /// Waits until what was written is on the disk.
  ///
  /// - Throws: Why it is not.
  public func synchronize() throws(RecordingError) { try file.synchronize() }
}
