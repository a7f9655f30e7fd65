import Foundation

/// Files as bytes.
enum FileBytes {
  /// All bytes of a file.
  static func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
