import ArgumentParser
import Runtime

/// Options that say what is known of instruments.
struct InstrumentArguments: ParsableArguments {
  @Option(help: "A price increment: SYMBOL=0.05.")
  var increment: [String] = []

  @Option(help: "A lot: SYMBOL=75.")
  var lot: [String] = []

  @Option(
    help: """
      FYERS' symbol master, CSV or JSON: increments, lots and freeze quantities. Without it they are the \
      recording's, then those of the newest master in the data folder.
      """)
  var instruments: String?

  /// Puts the options into a request.
  func apply(to terms: inout TermsRequest) {
    terms.increments = increment
    terms.lots = lot
    terms.masterPath = instruments
  }
}
