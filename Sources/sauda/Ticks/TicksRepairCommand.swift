import ArgumentParser
import Runtime

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
