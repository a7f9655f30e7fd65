import ArgumentParser
import Runtime

/// `sauda halt`.
struct HaltCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "halt",
    abstract: "Take no order of scripts or hands any more; stops keep working.",
    discussion: """
      Use resume to go on.

      Example:
        sauda halt --port 8080

      Exit codes: 0 done, 1 refused, 75 no session there, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.halt) }
}
