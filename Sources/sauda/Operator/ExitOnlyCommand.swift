import ArgumentParser
import Runtime

/// `sauda exit-only`.
struct ExitOnlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-only",
    abstract: "Deny entries in a running session; exits and stops go on.",
    discussion: """
      Working entries are taken back.

      Example:
        sauda exit-only --port 8080

      Exit codes: 0 done, 1 refused, 75 no session there, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.exitOnly) }
}
