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
        sauda ticks convert examples/ticks/ibm_20131008.csv.gz -o ibm.ticks
      """,
    subcommands: [
      TicksInfoCommand.self, TicksHeadCommand.self, TicksConvertCommand.self,
      TicksRepairCommand.self,
    ])
}

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

  @Option(help: "The symbol of a file without a symbol column; FILE=SYMBOL for each of several.")
  var symbol: [String] = []

  @Flag(help: "Accept rows in any order and sort them by time, in bounded memory.")
  var sort = false

  @Flag(help: "Replace the output file when there is one.")
  var force = false

  func run() throws {
    throw ExitCode(
      TickFileCommands.convert(
        files: files, output: output, symbols: symbol, sorts: sort, replaces: force))
  }
}

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

  @Option(help: "The symbol of a file without a symbol column; FILE=SYMBOL for each of several.")
  var symbol: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    throw ExitCode(TickFileCommands.info(files: files, symbols: symbol, isJSON: json))
  }
}

/// `sauda ticks head`.
struct TicksHeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "Print the first ticks of a file as CSV.",
    discussion: """
      A side that nobody quotes is shown as -, a quantity that is not known as an empty cell.

      Example:
        sauda ticks head day.csv --count 5
      """)

  @Argument(help: "A tick file.")
  var file: String

  @Option(name: [.customShort("n"), .long], help: "How many.")
  var count = 10

  @Option(help: "The symbol of a file without a symbol column; FILE=SYMBOL for each of several.")
  var symbol: [String] = []

  func run() throws {
    throw ExitCode(TickFileCommands.head(file: file, count: count, symbols: symbol))
  }
}

/// `sauda ticks repair`.
struct TicksRepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Cut the damaged tail of a recording off.",
    discussion: """
      Example:
        sauda ticks repair day.ticks
      """)

  @Argument(help: "A recording.")
  var file: String

  func run() throws { throw ExitCode(TickFileCommands.repair(file: file)) }
}
