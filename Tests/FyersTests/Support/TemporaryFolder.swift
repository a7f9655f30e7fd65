import Foundation

/// A new empty folder.
func temporaryFolder() throws -> String {
  let url = FileManager.default.temporaryDirectory.appending(
    path: "sauda-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  return url.path
}
