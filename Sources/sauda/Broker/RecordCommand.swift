import ArgumentParser
import Runtime

/// `sauda record`.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record FYERS' live ticks to a file, without trading.",
    discussion: """
      Records until Ctrl-C, SIGTERM or --for; the file is closed cleanly, disconnections are recorded
      as gaps, and an existing file is never overwritten. Times are those of reception.

      Examples:
        sauda record --symbols NSE:SBIN-EQ,NSE:NIFTY50-INDEX -o day.ticks
        sauda record --symbols NSE:SBIN-EQ -o short.ticks --for 60s --fyers-url http://127.0.0.1:9000

      Exit codes: 0 done, 64 usage, 65 no such symbol, 74 file, 75 unreachable, 77 no token.
      """)

  @Option(parsing: .upToNextOption, help: "Symbols, separated by commas or blanks.")
  var symbols: [String]

  @Option(name: .shortAndLong, help: "The recording to make; its name ends in .ticks.")
  var output: String

  @Option(help: "fyers (binary data socket) or fyers-json (JSON quote socket).")
  var feed = "fyers"

  @Option(name: .customLong("for"), help: "How long to record, such as 90s or 30m.")
  var length: String?

  @Option(help: "Stop when no tick came for so long, such as 10s.")
  var untilIdle: String?

  @Option(help: "A simulator on this machine instead of FYERS.")
  var fyersURL: String?

  @Flag(help: "Print a summary as JSON.")
  var json = false

  func run() throws {
    var request = FeedRecording.Request()
    request.symbols = symbols.flatMap { $0.split(separator: ",").map(String.init) }
    request.output = output
    request.feed = feed
    request.length = length
    request.idle = untilIdle
    request.url = fyersURL
    request.isJSON = json
    throw ExitCode(FeedRecording.run(request))
  }
}
