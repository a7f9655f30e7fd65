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

/// `sauda status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how a running session is.",
    discussion: """
      Prints health and portfolio as JSON, one a line.

      Example:
        sauda status --port 8080

      Exit codes: 0 done, 1 refused, 75 no answer in time, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.status) }
}

/// `sauda exit-only`.
struct ExitOnlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-only",
    abstract: "Deny entries in a running session; exits and stops go on.",
    discussion: """
      Working entries are taken back.

      Example:
        sauda exit-only --port 8080

      Exit codes: 0 done, 1 refused, 75 no answer in time, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.exitOnly) }
}

/// `sauda flatten`.
struct FlattenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatten",
    abstract: "Sell every position of a running session, and deny entries.",
    discussion: """
      Prints the orders it made.

      Example:
        sauda flatten --port 8080

      Exit codes: 0 done, 1 refused, 75 no answer in time, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.flatten) }
}

/// `sauda halt`.
struct HaltCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "halt",
    abstract: "Take no order of scripts or hands any more; stops keep working.",
    discussion: """
      Use resume to go on.

      Example:
        sauda halt --port 8080

      Exit codes: 0 done, 1 refused, 75 no answer in time, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.halt) }
}

/// `sauda resume`.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let a running session trade again, and start failed scripts anew.",
    discussion: """
      A script begins again from its state, with the text that its file has now. One that does not come up
      is named.

      Example:
        sauda resume --port 8080

      Exit codes: 0 done, 1 refused or a script did not start, 75 no answer in time, 77 another
      token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.resume) }
}
