import ArgumentParser
import Runtime

/// Options that `sauda run` and `sauda serve` share.
struct LiveArguments: ParsableArguments {
  @Option(help: "The port of the HTTP API on 127.0.0.1; 0 takes a free one.")
  var port = 8_080

  @Option(
    name: .customLong("data"),
    help: "The folder for sessions and tokens (default SAUDA_DATA_DIR or ~/.local/share/sauda).")
  var dataFolder: String?

  @Flag(help: "Do not record the session.")
  var noRecord = false

  @Flag(help: "Begin the account afresh; the old one's sessions stay.")
  var new = false

  @Flag(help: "Take over a session whose decisions would be others now.")
  var accept = false

  @Option(help: "Rupees to begin with (default 500000), or NAME=AMOUNT for each script.")
  var cash: [String] = []

  @Option(help: "Commission as a share of each order's value (default 0.0005).")
  var commissionRate: String?

  @Option(help: "A parameter: name=value, or NAME.name=value for one script.")
  var param: [String] = []

  @Option(help: "Time between a paper order and its fill, such as 250ms.")
  var latency = "0ms"

  @Option(
    help: "Trading sessions: auto, or none to trade at any hour (the default with manual prices).")
  var calendar: String?

  @Option(
    help:
      "Age from which a price is too old to enter on, such as 90s (default MAX_PRICE_STALENESS, 30s)."
  )
  var staleness: String?

  @Option(help: "Seed of math.random.")
  var seed = "1"

  @OptionGroup var instruments: InstrumentArguments

  @Option(help: "Where orders go: paper. Real orders are not there yet.")
  var broker = "paper"

  @Flag(help: "Print events as JSON, one a line, on stdout.")
  var json = false

  /// The request of a verb.
  func request(verb: String, scripts: [String], feed: String) -> LiveRequest {
    var request = LiveRequest()
    request.verb = verb
    request.scripts = scripts
    request.feed = feed
    request.port = port
    request.dataFolder = dataFolder
    request.records = !noRecord
    request.isNew = new
    request.acceptsDifferences = accept
    request.cash = cash
    request.commissionRate = commissionRate
    request.parameters = param
    request.latency = latency
    request.calendar = calendar
    request.seed = seed
    request.terms.staleness = staleness
    instruments.apply(to: &request.terms)
    request.broker = broker
    request.isJSON = json
    return request
  }
}
