import ArgumentParser
import Runtime

/// `sauda ticks info`.
struct TicksInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Say what is in a tick file, and whether it is sound.",
    discussion: """
      Example:
        sauda ticks info day.csv

      Exit codes: 0 sound, 1 a damaged tail (see repair), 65 malformed, 74 I/O error.
      """)

  @Argument(help: "Tick files.")
  var files: [String]

  @Option(help: "The symbol of files without a symbol column.")
  var symbol: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    throw ExitCode(TickFileCommands.info(files: files, symbol: symbol, isJSON: json))
  }
}
