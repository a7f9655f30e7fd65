import ArgumentParser
import Glibc
import Runtime

/// The command line of Sauda.
@main
struct Sauda: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sauda",
    abstract: "Runs Lua trading rules on recorded and live prices.",
    discussion: """
      A rule decides, Sauda keeps the money: exact accounts, commission, wallet checks, stops.

      Example:
        sauda replay examples/ema_cross.lua --ticks examples/ticks/ibm_20131008.csv.gz
      """,
    version: ProgramVersion.text,
    subcommands: [
      ReplayCommand.self, RunCommand.self, ServeCommand.self, CheckCommand.self, NewCommand.self,
      StubsCommand.self, TicksCommand.self, LoginCommand.self, DoctorCommand.self,
      SymbolsCommand.self, HistoryCommand.self, RecordCommand.self, FyersCommand.self,
      SimulateCommand.self, StatusCommand.self, ExitOnlyCommand.self, FlattenCommand.self,
      HaltCommand.self, ResumeCommand.self, VerifyCommand.self, JournalCommand.self,
      SessionsCommand.self, OrdersCommand.self, BenchCommand.self, WorkerCommand.self,
      RestoreCommand.self,
    ])

  static func main() {
    // A file that may not grow any more is an error of the write, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    FileRoom.prepare()
    main(nil)
  }

  /// Without a verb there is nothing to do: the help says what there is.
  func run() throws {
    StandardStream.error.write(Sauda.helpMessage() + "\n")
    throw ExitCode(64)
  }
}
