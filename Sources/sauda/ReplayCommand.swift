import ArgumentParser
import Runtime

/// `sauda replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Dry-run scripts on recorded ticks and print a report.",
    discussion: """
      Examples:
        sauda replay examples/ema_cross.lua --ticks examples/ticks/ibm_20131008.csv.gz
        sauda replay my.lua --ticks day1.csv day2.csv.gz --cash 100000 --param fast=5 --json
        zcat day.csv.gz | sauda replay my.lua --ticks -
        sauda replay my.lua --ticks SESSION/recording.ticks   (a session of sauda run, as it was)

      Exit codes: 0 done, 64 wrong usage, 65 script or ticks refused, 70 script failed or a book cannot hold
      a price (the report is printed), 74 I/O error.
      """)

  @Argument(help: "Lua files, one a strategy.")
  var scripts: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: "Tick files (CSV, .csv.gz, .ticks; - for stdin), merged by time.")
  var ticks: [String] = []

  @OptionGroup var money: MoneyArguments

  @Option(help: "A parameter: name=value, or NAME.name=value for one script.")
  var param: [String] = []

  @Option(help: "Time between an order and its fill, such as 250ms (default 0ms).")
  var latency: String?

  @Option(help: "First moment, inclusive: ISO date or time (IST).")
  var from: String?

  @Option(help: "Last moment, exclusive: ISO date or time (IST).")
  var to: String?

  @Option(help: "Trading sessions: auto (default) or none.")
  var calendar: String?

  @Option(
    help:
      "Age from which a price is too old to enter on, such as 90s (default MAX_PRICE_STALENESS, 30s)."
  )
  var staleness: String?

  @Option(help: "Seed of math.random (default 1).")
  var seed: String?

  @Option(help: "The symbol of a file without a symbol column; FILE=SYMBOL for each of several.")
  var symbol: [String] = []

  @OptionGroup var instruments: InstrumentArguments

  @Flag(help: "Count malformed rows instead of stopping at the first.")
  var skipBadRows = false

  @OptionGroup var report: ReportArguments

  @Flag(help: ArgumentHelp("Call scripts without any shortcut.", visibility: .hidden))
  var plainCalls = false

  func run() throws {
    var request = ReplayRequest()
    request.scripts = scripts
    request.ticks = ticks
    // `--ticks a.csv rule.lua` reads the script as one more tick file; what it is shows in its name.
    if scripts.isEmpty {
      request.scripts = ticks.filter { $0.hasSuffix(".lua") }
      request.ticks = ticks.filter { !$0.hasSuffix(".lua") }
    }
    request.cash = money.cash
    request.commissionRate = money.commissionRate
    request.charges = money.charges
    request.parameters = param
    request.latency = latency
    request.from = from
    request.to = to
    request.calendar = calendar
    request.seed = seed
    request.terms.staleness = staleness
    request.symbols = symbol
    instruments.apply(to: &request.terms)
    request.skipsBadRows = skipBadRows
    request.isJSON = report.json
    request.ordersPath = report.orders
    request.equityPath = report.equity
    request.usesPlainCalls = plainCalls
    throw ExitCode(ReplaySession.run(request))
  }
}

/// What a replay begins with, and what it is charged.
struct MoneyArguments: ParsableArguments {
  @Option(help: "Rupees to begin with (default 500000), or NAME=AMOUNT for each script.")
  var cash: [String] = []

  @Option(help: "Commission as a share of each order's value (default 0.0005).")
  var commissionRate: String?

  @Option(help: "Charges: flat.")
  var charges = "flat"
}

/// What a replay leaves behind.
struct ReportArguments: ParsableArguments {
  @Flag(help: "Print the report as JSON.")
  var json = false

  @Option(help: "Write the orders as CSV to this file.")
  var orders: String?

  @Option(help: "Write the equity curve as CSV to this file.")
  var equity: String?
}
