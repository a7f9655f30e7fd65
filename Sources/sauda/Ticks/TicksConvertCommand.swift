import ArgumentParser
import Runtime

/// `sauda ticks convert`.
struct TicksConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Turn CSV into a recording, or a recording into CSV.",
    discussion: """
      The output's name decides: .ticks is a recording, anything else (or - for stdout) CSV.

      Examples:
        sauda ticks convert day.csv -o day.ticks
        sauda ticks convert day.ticks -o -
        sauda ticks convert unsorted.csv --sort -o day.csv
      """)

  @Argument(help: "Tick files; several are merged by time.")
  var files: [String]

  @Option(name: .shortAndLong, help: "The file to write; - is stdout.")
  var output: String

  @Option(help: "The symbol of files without a symbol column.")
  var symbol: String?

  @Flag(help: "Accept rows in any order and sort them by time, in bounded memory.")
  var sort = false

  @Flag(help: "Replace the output file when there is one.")
  var force = false

  func run() throws {
    throw ExitCode(
      TickFileCommands.convert(
        files: files, output: output, symbol: symbol, sorts: sort, replaces: force))
  }
}
