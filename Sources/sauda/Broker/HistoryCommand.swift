import ArgumentParser
import Runtime

/// `sauda history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Print candles of a symbol as CSV or JSON.",
    discussion: """
      Long ranges are asked for in as many calls as FYERS' limits need.

      Examples:
        sauda history NSE:SBIN-EQ --resolution 5m --from 2026-11-02 --to 2026-11-20
        sauda history NSE:NIFTY50-INDEX --resolution 1d --from 2025-01-01 --json

      Exit codes: 0 done, 1 refused by FYERS, 64 usage, 75 unreachable, 77 no token.
      """)

  @Argument(help: "The symbol, such as NSE:SBIN-EQ.")
  var symbol: String

  @Option(help: "5s to 45s, 1m to 45m, 1h to 4h, 1d, 1w or 1M.")
  var resolution = "1m"

  @Option(help: "The first day; five days before the last when not given.")
  var from: String?

  @Option(help: "The last day; today when not given.")
  var to: String?

  @Flag(help: "Add open interest.")
  var oi = false

  @Option(help: "A simulator on this machine instead of FYERS.")
  var fyersURL: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var request = HistoryExport.Request()
    request.symbol = symbol
    request.resolution = resolution
    request.from = from
    request.to = to
    request.wantsOpenInterest = oi
    request.url = fyersURL
    request.isJSON = json
    throw ExitCode(HistoryExport.run(request))
  }
}
