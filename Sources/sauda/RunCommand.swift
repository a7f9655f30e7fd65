import ArgumentParser
import Runtime

/// `sauda run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scripts on live prices, with paper fills.",
    discussion: """
      Everything that enters the engine is recorded; at the end the decision hash is printed, and
      sauda replay of the recording gives the same one. Ctrl-C ends the session in order, a second
      one at once.

      The next run of the same scripts with the same data folder goes on with the account: positions,
      stops, orders, state. Its first lines say what it took over; --new begins afresh.

      Examples:
        sauda run examples/ema_cross.lua
        sauda run my.lua --fyers-url http://127.0.0.1:9000     (rehearsal against sauda simulate)
        sauda run my.lua --feed manual --port 8080             (prices by POST /update-price)

      Exit codes: 0 done, 64 wrong usage, 65 script refused, 74 I/O error, 77 not permitted.
      """)

  @Argument(help: "Lua files, one a strategy.")
  var scripts: [String] = []

  @Option(help: "Where prices come from: fyers, fyers-json or manual.")
  var feed = "fyers"

  @Option(help: "A simulator on this machine in FYERS' place: http://127.0.0.1:9000.")
  var fyersURL: String?

  @Flag(help: "Log lines instead of a table, also on a terminal.")
  var plain = false

  @Flag(help: "Send real orders; needs --broker fyers, which is not there yet.")
  var live = false

  @Flag(help: "Confirm real orders without a question.")
  var yesTradeRealMoney = false

  @OptionGroup var arguments: LiveArguments

  func run() throws {
    var request = arguments.request(verb: "run", scripts: scripts, feed: feed)
    request.fyersURL = fyersURL
    request.isPlain = plain
    request.wantsRealOrders = live || yesTradeRealMoney
    throw ExitCode(LiveRun.run(request))
  }
}
