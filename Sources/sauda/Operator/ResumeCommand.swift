import ArgumentParser
import Runtime

/// `sauda resume`.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let a running session trade again, and start failed scripts anew.",
    discussion: """
      A script begins again from its state.

      Example:
        sauda resume --port 8080

      Exit codes: 0 done, 1 refused, 75 no session there, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.resume) }
}
