import ArgumentParser
import Runtime

/// `sauda ticks head`.
struct TicksHeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "Print the first ticks of a file as CSV.",
    discussion: """
      Example:
        sauda ticks head day.csv --count 5
      """)

  @Argument(help: "A tick file.")
  var file: String

  @Option(name: [.customShort("n"), .long], help: "How many.")
  var count = 10

  @Option(help: "The symbol of files without a symbol column.")
  var symbol: String?

  func run() throws {
    throw ExitCode(TickFileCommands.head(file: file, count: count, symbol: symbol))
  }
}
