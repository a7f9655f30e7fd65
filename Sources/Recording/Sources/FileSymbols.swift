/// The symbols of files without a symbol column, as the command line gives them (`--symbol`).
public struct FileSymbols: Hashable, Sendable {
  private var symbols: [String: String] = [:]

  /// Whether no symbol was given.
  public var isEmpty: Bool { symbols.isEmpty }

  /// No symbols.
  public init() {}

  /// Reads the values of `--symbol`.
  ///
  /// - Parameters:
  ///   - texts: The values: `FILE=SYMBOL`, FILE being the path as given or its last part; or, when there
  ///     is only one file, a symbol.
  ///   - files: The files as given.
  /// - Throws: That a value names no file, or does not say which; exit code 64.
  public init(_ texts: [String], files: [String]) throws(RecordingError) {
    for text in texts {
      // A symbol has no equals sign, a path may have some.
      let sign = text.lastIndex(of: "=")
      let symbol = sign.map { String(text[text.index(after: $0)...]) } ?? text
      let file: String
      if let sign {
        file = try Self.file(named: String(text[..<sign]), in: files)
      } else if Set(files).count == 1 {
        file = files[0]
      } else {
        let example = files.first.map(Self.lastPart) ?? "FILE"
        throw Self.error(
          "FILE=SYMBOL for each of several files, as in --symbol \(example)="
            + (text.isEmpty ? "SYMBOL" : text), text)
      }
      guard !symbol.isEmpty else { throw Self.error("a symbol after FILE=", text) }
      guard symbols[file] == nil || symbols[file] == symbol else {
        throw Self.error("one symbol a file", "\(symbols[file] ?? "") and \(symbol) for \(file)")
      }
      symbols[file] = symbol
    }
  }

  /// The symbol that was given for a file; nil when none was.
  public func symbol(of file: String) -> String? { symbols[file] }

  private static func file(named name: String, in files: [String]) throws(RecordingError) -> String
  {
    if files.contains(name) { return name }
    let matches = Set(files.filter { lastPart($0) == name })
    guard let match = matches.first else {
      throw error(
        "FILE=SYMBOL with FILE one of \(files.joined(separator: ", "))", name)
    }
    guard matches.count == 1 else {
      throw error("the whole path of one of \(matches.sorted().joined(separator: ", "))", name)
    }
    return match
  }

  /// What follows the last slash.
  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func error(_ expected: String, _ found: String) -> RecordingError {
    RecordingError(
      .usage, file: "--symbol", expected: expected,
      found: QuotedText.of(found.utf8, whenEmpty: "nothing"))
  }
}
