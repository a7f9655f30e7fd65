import Foundation

/// A folder that disappears with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    // In memory where there is such a place: tests sync files by the thousand.
    let memory = "/dev/shm"
    let isThere = FileManager.default.isWritableFile(atPath: memory)
    let parent = isThere ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    let url = parent.appendingPathComponent("sauda-recording-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  func file(_ bytes: [UInt8], named name: String = "day.csv") throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes a file and gives its path.
  func file(_ text: String, named name: String = "day.csv") throws -> String {
    try file(Array(text.utf8), named: name)
  }
}
