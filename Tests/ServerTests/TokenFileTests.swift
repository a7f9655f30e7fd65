import Foundation
import Testing

@testable import Server

@Suite("The file that keeps the token")
struct TokenFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sauda-token-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { unlinkAll(folder) }
    try body(folder)
  }

  private func unlinkAll(_ folder: String) {
    do { try FileManager.default.removeItem(atPath: folder) } catch {}
  }

  @Test("the token is made once, for its owner only, and read again")
  func makesOnce() throws {
    try inFolder { folder in
      let first = try TokenFile.loadOrMake(in: folder)
      #expect(try TokenFile.loadOrMake(in: folder).reveal() == first.reveal())
      let path = "\(folder)/\(TokenFile.name)"
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [TokenFile.name])
    }
  }

  @Test("a file that others may read, that is a link, or that holds no token is refused")
  func refusesUnsafe() throws {
    try inFolder { folder in
      let path = "\(folder)/\(TokenFile.name)"
      try Data("secret\n".utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o644)
      #expect(throws: TokenError.self) { try TokenFile.loadOrMake(in: folder) }
      chmod(path, 0o600)
      #expect(try TokenFile.loadOrMake(in: folder).reveal() == "secret")
      rename(path, "\(folder)/real")
      symlink("\(folder)/real", path)
      #expect(throws: TokenError.self) { try TokenFile.loadOrMake(in: folder) }
      unlink(path)
      try Data().write(to: URL(fileURLWithPath: path))
      chmod(path, 0o600)
      #expect(throws: TokenError.self) { try TokenFile.loadOrMake(in: folder) }
    }
    #expect(throws: TokenError.self) { try TokenFile.loadOrMake(in: "/nonexistent-folder") }
  }
}
