import ArgumentParser
import Glibc
import Runtime

/// The command line of Sauda.
@main
struct Sauda: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sauda",
    abstract: "Runs Lua trading rules on recorded ticks.",
    discussion: """
      A rule decides, Sauda keeps the money: exact accounts, commission, wallet checks, stops.

      Example:
        sauda replay examples/ema_cross.lua --ticks examples/ticks/ibm_20131008.csv.gz
      """,
    version: "0.1.0",
    subcommands: [
      ReplayCommand.self, RunCommand.self, ServeCommand.self, CheckCommand.self, NewCommand.self,
      StubsCommand.self, TicksCommand.self, LoginCommand.self, DoctorCommand.self,
      SymbolsCommand.self, HistoryCommand.self, RecordCommand.self, FyersCommand.self,
      SimulateCommand.self, BenchCommand.self, WorkerCommand.self,
    ])

  /// Without a verb there is nothing to do: the help says what there is.
  func run() throws {
    StandardStream.error.write(Sauda.helpMessage() + "\n")
    throw ExitCode(64)
  }
}
