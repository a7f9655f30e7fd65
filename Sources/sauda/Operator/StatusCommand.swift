import ArgumentParser
import Runtime

/// `sauda status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how a running session is.",
    discussion: """
      Prints health and portfolio as JSON, one a line.

      Example:
        sauda status --port 8080

      Exit codes: 0 done, 1 refused, 75 no session there, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.status) }
}
