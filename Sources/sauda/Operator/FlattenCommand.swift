import ArgumentParser
import Runtime

/// `sauda flatten`.
struct FlattenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatten",
    abstract: "Sell every position of a running session, and deny entries.",
    discussion: """
      Prints the orders it made.

      Example:
        sauda flatten --port 8080

      Exit codes: 0 done, 1 refused, 75 no session there, 77 another token.
      """)

  @OptionGroup var arguments: OperatorArguments

  func run() throws { try arguments.call(.flatten) }
}
