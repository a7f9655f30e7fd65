import ArgumentParser
import Runtime

/// `sauda symbols`.
struct SymbolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "symbols", abstract: "Look instruments up in the day's symbol master.",
    discussion: """
      Example:
        sauda symbols search sbin
      """,
    subcommands: [SymbolsSearchCommand.self])
}

/// `sauda symbols search`.
struct SymbolsSearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find instruments by words in symbol or description.",
    discussion: """
      The symbol master is downloaded once a day into the data folder; no token is needed.

      Examples:
        sauda symbols search state bank
        sauda symbols search NIFTY --segment NSE_FO --limit 50 --json

      Exit codes: 0 found, 1 nothing found, 75 no symbol master could be had.
      """)

  @Argument(help: "Words; all must occur.")
  var words: [String]

  @Option(help: "Only this segment, such as NSE_CM, NSE_FO, BSE_CM or MCX_COM; may be repeated.")
  var segment: [String] = []

  @Option(help: "The most instruments shown.")
  var limit = 20

  @Option(help: "A simulator on this machine instead of FYERS.")
  var fyersURL: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    throw ExitCode(
      SymbolSearch.run(
        words: words, segments: segment, limit: limit, url: fyersURL, isJSON: json))
  }
}
