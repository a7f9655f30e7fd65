@testable import Runtime

/// A disk in memory; it can be told to fail.
final class MemoryDisk: SessionDisk {
  private(set) var folders: Set<String> = []
  private(set) var files: [String: [UInt8]] = [:]
  /// Writes until the disk is full; nil for a disk that never is.
  var writesLeft: Int?

  /// Puts a file there.
  func put(_ path: String, _ text: String) { files[path] = Array(text.utf8) }

  func makeFolder(_ path: String) throws(DiskError) {
    guard folders.insert(path).inserted, files[path] == nil else {
      throw DiskError(path: path, action: .make, reason: "File exists", isAlreadyThere: true)
    }
  }

  func create(_ path: String) throws(DiskError) -> any SessionFile {
    guard files[path] == nil else {
      throw DiskError(path: path, action: .open, reason: "File exists", isAlreadyThere: true)
    }
    guard let slash = path.lastIndex(of: "/"), folders.contains(String(path[..<slash])) else {
      throw missing(path, .open)
    }
    files[path] = []
    return File(path, self)
  }

  func read(_ path: String, atMost limit: Int) throws(DiskError) -> [UInt8] {
    guard let bytes = files[path] else { throw missing(path, .open) }
    return Array(bytes.prefix(limit + 1))
  }

  func isPlainFile(_ path: String) -> Bool { files[path] != nil }

  func rename(_ path: String, to target: String) throws(DiskError) {
    guard let bytes = files.removeValue(forKey: path) else { throw missing(path, .rename) }
    files[target] = bytes
  }

  func list(_ folder: String) throws(DiskError) -> [String] {
    guard folders.contains(folder) else { throw missing(folder, .list) }
    let inside = (Array(files.keys) + folders).filter { $0.hasPrefix(folder + "/") }
    return inside.map { String($0.dropFirst(folder.count + 1)) }.filter { !$0.contains("/") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  func size(of path: String) throws(DiskError) -> Int {
    guard let bytes = files[path] else { throw missing(path, .look) }
    return bytes.count
  }

  /// Nobody but the test has it.
  func lock(_ path: String) throws(DiskError) -> (any FileLock)? { Lock() }

  private final class Lock: FileLock {
    func say(_ text: String) {}
  }

  /// Puts a file there as it was, or cut.
  func set(_ path: String, _ bytes: [UInt8]?) { files[path] = bytes }

  /// Takes a file away, or a folder with all that is in it.
  func remove(_ path: String) {
    folders = folders.filter { $0 != path && !$0.hasPrefix(path + "/") }
    files = files.filter { $0.key != path && !$0.key.hasPrefix(path + "/") }
  }

  private func missing(_ path: String, _ action: DiskError.Action) -> DiskError {
    DiskError(path: path, action: action, reason: "No such file or directory")
  }

  private final class File: SessionFile {
    private let path: String
    private let disk: MemoryDisk

    init(_ path: String, _ disk: MemoryDisk) {
      self.path = path
      self.disk = disk
    }

    var size: Int { disk.files[path]?.count ?? 0 }

    var isInPlace: Bool { disk.files[path] != nil }

    func append(_ bytes: UnsafeRawBufferPointer) throws(DiskError) {
      if let left = disk.writesLeft {
        guard left > 0 else {
          throw DiskError(path: path, action: .write, reason: "No space left on device")
        }
        disk.writesLeft = left - 1
      }
      disk.files[path]?.append(contentsOf: bytes)
    }

    func synchronize() {}
  }
}
