import ArgumentParser
import Runtime

/// `sauda ticks`.
struct TicksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticks",
    abstract: "Look at tick files, convert and repair them.",
    discussion: """
      Examples:
        sauda ticks info examples/ticks/ibm_20131008.csv.gz
        sauda ticks head examples/ticks/ibm_20131008.csv.gz --count 5
      """,
    subcommands: [TicksInfoCommand.self, TicksHeadCommand.self])
}

/// `sauda ticks info`.
struct TicksInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Say what is in a tick file.",
    discussion: """
      Example:
        sauda ticks info day.csv
      """)

  @Argument(help: "Tick files.")
  var files: [String]

  @Option(help: "The symbol of files without a symbol column.")
  var symbol: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    throw ExitCode(TickFileInfo.run(files: files, symbol: symbol, isJSON: json))
  }
}

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

  @Option(name: .shortAndLong, help: "How many.")
  var count = 10

  @Option(help: "The symbol of files without a symbol column.")
  var symbol: String?

  func run() throws {
    throw ExitCode(TickFileHead.run(file: file, count: count, symbol: symbol))
  }
}
