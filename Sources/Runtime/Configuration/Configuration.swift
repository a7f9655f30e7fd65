import FoundationEssentials
import Glibc
import Money

/// Settings from outside the command line: environment first, then `.env`, then `sauda.json`.
///
/// This is the one place where the environment is read.
public struct Configuration: Sendable {
  private let values: [String: String]

  /// The configuration of a working directory.
  ///
  /// - Parameters:
  ///   - environment: The environment's variables.
  ///   - folder: Where `.env` and `sauda.json` are looked for.
  /// - Throws: ``Stop`` with exit code 65 when one of the files is malformed.
  public init(environment: [String: String], folder: String) throws(Stop) {
    var values: [String: String] = [:]
    if let bytes = Self.read("\(folder)/sauda.json") {
      values = try Self.parseJSON(bytes, name: "sauda.json")
    }
    if let bytes = Self.read("\(folder)/.env") {
      for (key, value) in try Self.parseEnvironmentFile(bytes) { values[key] = value }
    }
    for (key, value) in environment { values[key] = value }
    self.values = values
  }

  /// The configuration of this process.
  public static func current() throws(Stop) -> Configuration {
    try Configuration(environment: ProcessInfo.processInfo.environment, folder: ".")
  }

  /// A setting as text; nil when it is not set or empty.
  public func text(_ name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }

  /// A setting as an amount.
  func amount(_ name: String, standard: String) throws(Stop) -> Amount {
    let text = text(name) ?? standard
    guard let amount = Amount(parsing: text), amount >= .zero else {
      throw Stop(.usage, "\(name): expected rupees such as 500000, zero or more, was \(text)")
    }
    return amount
  }

  /// A setting as a length of time.
  func nanoseconds(_ name: String, standard: String) throws(Stop) -> Int64 {
    try DurationText.nanoseconds(text(name) ?? standard, option: name)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_537)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  private static func parseJSON(_ bytes: [UInt8], name: String) throws(Stop) -> [String: String] {
    guard bytes.count <= 65_536,
      // lint: allow swallow, because the decoder's error says less than ours does
      let fields = try? JSONDecoder().decode([String: ConfigurationValue].self, from: Data(bytes))
    else {
      throw Stop(.badInput, "\(name): expected one JSON object of names and plain values")
    }
    return fields.mapValues(\.text)
  }

  private static func parseEnvironmentFile(_ bytes: [UInt8]) throws(Stop) -> [(String, String)] {
    guard bytes.count <= 65_536, let text = String(validating: bytes, as: UTF8.self) else {
      throw Stop(.badInput, ".env: expected at most 64 KiB of UTF-8 text")
    }
    var pairs: [(String, String)] = []
    for (index, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = row.drop { $0 == " " || $0 == "\t" }
      while let last = line.last, last.isWhitespace { line.removeLast() }
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("export ") { line = line.dropFirst(7) }
      guard let equals = line.firstIndex(of: "=") else {
        throw Stop(.badInput, ".env:\(index + 1): expected NAME=value")
      }
      var value = line[line.index(after: equals)...]
      if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'",
        value.last == quote
      {
        value = value.dropFirst().dropLast()
      }
      pairs.append((String(line[..<equals]), String(value)))
    }
    return pairs
  }
}
