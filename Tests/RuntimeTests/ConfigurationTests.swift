import Foundation
import Testing

@testable import Runtime

@Suite("Configuration")
struct ConfigurationTests {
  private func configuration(
    _ environment: [String: String] = [:], file: String? = nil, object: String? = nil
  ) throws -> Configuration {
    let folder = try ScratchFolder()
    if let file { _ = try folder.write(".env", file) }
    if let object { _ = try folder.write("sauda.json", object) }
    return try Configuration(environment: environment, folder: folder.url.path)
  }

  private func stop(file: String? = nil, object: String? = nil) -> Stop? {
    do {
      _ = try configuration(file: file, object: object)
      return nil
    } catch {
      return error as? Stop
    }
  }

  @Test("the environment goes before .env, and .env before sauda.json")
  func precedence() throws {
    let all = try configuration(
      ["A": "environment"], file: "A=file\nB=file",
      object: #"{"A": "object", "B": "object", "C": "object"}"#)
    #expect(all.text("A") == "environment")
    #expect(all.text("B") == "file")
    #expect(all.text("C") == "object")
    #expect(all.text("D") == nil)
    let empty = try configuration(["A": ""], file: "A=file")
    #expect(empty.text("A") == nil, "what is empty is not set, and hides what comes behind it")
  }

  @Test("without files there is the environment alone")
  func noFiles() throws {
    #expect(try configuration(["FYERS_APP_ID": "X-100"]).text("FYERS_APP_ID") == "X-100")
    #expect(try configuration(["fyers_app_id": "X-100"]).text("FYERS_APP_ID") == nil)
  }

  @Test("lines of .env may be indented, quoted, exported or comments; the last of a name counts")
  func environmentFile() throws {
    let file = "# a comment\n\n  A = 1\r\nexport B=\"x y\"\nC='it''s'\nD=a=b\nE=\nF=1\nF=2\nG=\"\n"
    let read = try configuration(file: file)
    #expect(read.text("A") == nil, "blanks belong to the name")
    #expect(read.text("B") == "x y")
    #expect(read.text("C") == "it''s")
    #expect(read.text("D") == "a=b")
    #expect(read.text("E") == nil)
    #expect(read.text("F") == "2")
    #expect(read.text("G") == "\"")
  }

  @Test("values of sauda.json are texts, numbers with their exact digits, true and false")
  func object() throws {
    let read = try configuration(
      object: "\u{FEFF}"
        + #"{"A": "x\u20b9", "B": 0.0005, "C": 1.50, "D": 5E-4, "E": 1e3, "F": true, "G": false, "#
        + #""H": 12345678901234567890.05, "I": -0, "A": "later", "J": "", }"#)
    let values = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"].map { read.text($0) }
    #expect(
      values == [
        "x₹", "0.0005", "1.5", "0.0005", "1000", "true", "false", "12345678901234567890.05", "0",
        nil,
      ])
  }

  @Test(
    "a malformed sauda.json is named, with what was expected",
    arguments: [
      "", "[]", "1", "{", #"{"A": null}"#, #"{"A": []}"#, #"{"A": {"B": 1}}"#, #"{"A": NaN}"#,
      #"{"A": 01}"#, #"{"A": "\ud800"}"#, #"{"A": 1} x"#, #"{'A': 1}"#, #"{"A": 1e128}"#,
      #"{"A": ""# + String(repeating: "x", count: 65_536) + #""}"#,
    ])
  func malformedObject(text: String) {
    let stop = stop(object: text)
    #expect(stop?.code == .badInput)
    #expect(stop?.message == "sauda.json: expected one JSON object of names and plain values")
  }

  @Test("a malformed line of .env is named by its number, and nothing of it is shown")
  func malformedFile() {
    let stop = stop(file: "A=1\n\nSECRET canary\n")
    #expect(stop?.code == .badInput)
    #expect(stop?.message == ".env:3: expected NAME=value")
    let large = self.stop(file: String(repeating: "A=1\n", count: 16_385))
    #expect(large?.message == ".env: expected at most 64 KiB of UTF-8 text")
  }

  @Test("nothing that prints a configuration shows a value")
  func secrecy() throws {
    let read = try configuration(
      ["A": "canary-1"], file: "B=canary-2", object: #"{"C": "canary-3"}"#)
    #expect(!String(describing: read).contains("canary"))
    #expect(!String(reflecting: read).contains("canary"))
  }
}
