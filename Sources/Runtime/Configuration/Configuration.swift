import Configuration
import FoundationEssentials
import Fyers
import Glibc
import Money
import Recording
import WireText

/// Settings from outside the command line: environment first, then `.env`, then `sauda.json`.
///
/// This is the one place where the environment is read. Both files are read here and given to their
/// providers as values, because the package's own readers skip a malformed line of `.env` in silence,
/// and keep the numbers of a JSON file as `Double`.
public struct Configuration: Sendable {
  private let reader: ConfigReader

  /// The configuration of a working directory.
  ///
  /// - Parameters:
  ///   - environment: The environment's variables.
  ///   - folder: Where `.env` and `sauda.json` are looked for.
  /// - Throws: ``Stop``: 65 when one of the files is malformed, 74 when it is a FIFO or the like.
  public init(environment: [String: String], folder: String) throws(Stop) {
    let object = try Self.read("\(folder)/sauda.json").map(Self.objectValues) ?? [:]
    let file = try Self.read("\(folder)/.env").map(Self.environmentFileValues) ?? [:]
    // Every value counts as a secret, so that nothing which prints the configuration shows one.
    let objectPairs = object.map { name, text in
      (AbsoluteConfigKey([name]), ConfigValue(.string(text), isSecret: true))
    }
    reader = ConfigReader(providers: [
      EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: .all),
      EnvironmentVariablesProvider(environmentVariables: file, secretsSpecifier: .all),
      InMemoryProvider(
        name: "sauda.json", values: Dictionary(objectPairs) { first, _ in first }),
    ])
  }

  /// The configuration of this process.
  public static func current() throws(Stop) -> Configuration {
    try Configuration(environment: ProcessInfo.processInfo.environment, folder: ".")
  }

  /// A setting as text; nil when it is not set or empty.
  public func text(_ name: String) -> String? {
    guard let value = reader.string(forKey: ConfigKey([name]), isSecret: true), !value.isEmpty
    else {
      return nil
    }
    return value
  }

  /// The data folder: the one an option names, the configured one, or one in the home folder.
  func dataFolder(_ option: String? = nil) -> String {
    // An empty name would mean the root of the file system.
    if let option, !option.isEmpty { return option }
    return TokenStore.dataFolder(
      dataDirectory: text("SAUDA_DATA_DIR"), home: text("HOME") ?? ".")
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
}

// MARK: - Files

extension Configuration {
  /// The largest file read.
  private static let sizeLimit = 64 << 10

  /// The bytes of a file; nil when there is none, or none that may be read.
  private static func read(_ path: String) throws(Stop) -> [UInt8]? {
    let descriptor: Int32
    do throws(ReadableFile.Failure) {
      descriptor = try ReadableFile.open(path)
    } catch {
      // A folder of that name is somebody else's: Python calls its environments so.
      guard case .kind(let words) = error, words != "a directory" else { return nil }
      throw Stop(.inputOutput, "\(path): expected a file, found \(words)")
    }
    guard let file = fdopen(descriptor, "r") else {
      close(descriptor)
      return nil
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  /// The values of `sauda.json`: texts, numbers with their exact digits, true and false.
  private static func objectValues(_ bytes: [UInt8]) throws(Stop) -> [String: String] {
    let malformed = Stop(
      .badInput, "sauda.json: expected one JSON object of names and plain values")
    var rules = JSONReader.Rules()
    rules.repeatedName = .firstCounts
    rules.skipsByteOrderMark = true
    rules.takesTrailingComma = true
    let json: JSONValue
    do throws(JSONFault) {
      json = try JSONReader.read(bytes, rules)
    } catch {
      throw malformed
    }
    guard bytes.count <= sizeLimit, let object = json.object else { throw malformed }
    var values: [String: String] = [:]
    for member in object.members {
      switch member.value {
      case .string(let text): values[member.key] = text
      case .bool(let flag): values[member.key] = flag ? "true" : "false"
      case .number(let digits):
        guard let text = ExactDecimal(digits, .json)?.plainText else { throw malformed }
        values[member.key] = text
      case .null, .array, .object: throw malformed
      }
    }
    return values
  }

  /// The values of `.env`: lines `NAME=value`, perhaps quoted, perhaps behind `export`; of a name that
  /// occurs twice the last one counts.
  private static func environmentFileValues(_ bytes: [UInt8]) throws(Stop) -> [String: String] {
    guard bytes.count <= sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw Stop(.badInput, ".env: expected at most 64 KiB of UTF-8 text")
    }
    var values: [String: String] = [:]
    // A line feed behind a carriage return makes one character with it.
    let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, row) in rows.enumerated() {
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
      values[String(line[..<equals])] = String(value)
    }
    return values
  }
}
