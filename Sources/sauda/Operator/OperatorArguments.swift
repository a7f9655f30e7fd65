import ArgumentParser
import Runtime

/// Options of the verbs that call a running session.
struct OperatorArguments: ParsableArguments {
  @Option(help: "The port of the session's HTTP API.")
  var port = 8_080

  @Option(
    name: .customLong("data"),
    help: "The session's data folder (default SAUDA_DATA_DIR or ~/.local/share/sauda).")
  var dataFolder: String?

  /// Makes a call and ends with its exit code.
  func call(_ verb: OperatorCall.Verb) throws {
    throw ExitCode(OperatorCall(verb, port: port, dataFolder: dataFolder).run())
  }
}
