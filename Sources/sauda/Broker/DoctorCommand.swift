import ArgumentParser
import Runtime

/// `sauda doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check token, clock, symbol master, feed and disk before a live session.",
    discussion: """
      Examples:
        sauda doctor
        sauda doctor --fyers-url http://127.0.0.1:9000 --json

      Exit codes: 0 all is well, 1 something is not.
      """)

  @Option(help: "A simulator on this machine instead of FYERS.")
  var fyersURL: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws { throw ExitCode(BrokerDoctor.run(url: fyersURL, isJSON: json)) }
}
