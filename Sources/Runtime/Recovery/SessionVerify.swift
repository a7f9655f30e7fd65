import CLuaBridge
import Glibc
import Reporting

/// `sauda verify`: runs recorded sessions again and compares every decision with what was written down.
public struct SessionVerify {
  private let path: String

  /// Verifies a session's folder, or all sessions of a data folder, and gives the exit code.
  ///
  /// - Parameter path: The folder.
  /// - Returns: 0 when all decisions are the same, 1 at the first difference.
  public static func run(_ path: String) -> Int32 {
    do throws(Stop) {
      for session in try SessionVerify(path: path).sessions() {
        let code = SupervisedProcess.run { hasLoaded in verify(session, hasLoaded) }
        guard code == 0 else { return code }
      }
      return ExitCode.done.rawValue
    } catch {
      StandardError.line(error.message)
      return error.code.rawValue
    }
  }

  private func sessions() throws(Stop) -> [SessionArchive] {
    let disk = SystemDisk()
    let one = SessionArchive(path.last == "/" ? String(path.dropLast()) : path, on: disk)
    if disk.isPlainFile(one.recording) { return [one] }
    do throws(DiskError) {
      return try disk.list("\(path)/sessions").map {
        SessionArchive("\(path)/sessions/\($0)", on: disk)
      }.filter(\.hasBegun)
    } catch {
      throw Stop(
        .inputOutput,
        "\(path): expected the folder of a session, with its recording.ticks, or a data folder with "
          + "sessions")
    }
  }

  private static func verify(_ session: SessionArchive, _ hasLoaded: () -> Void) -> Int32 {
    do throws(Stop) {
      sauda_watchdog_start()
      let hasDecisions = try session.decided() != nil
      let origin = try SessionRestore(session).run(hasLoaded).origin
      if let difference = origin.difference {
        StandardOutput.write(Array("\(session.name): \(difference)\n".utf8))
        return ExitCode.answerIsNo.rawValue
      }
      var line = "\(session.name): \(origin.decisions) decisions of \(origin.inputs) inputs "
      line += hasDecisions ? "are the same" : "(it wrote down none to compare with)"
      if origin.stopReason == nil { line += "; its process ended before it did" }
      if let damage = origin.damage { line += "; \(damage)" }
      if origin.lostDecisions > 0 {
        line += "; the inputs of its last \(origin.lostDecisions) decisions are lost"
      }
      StandardOutput.write(Array((line + "\n").utf8))
      return ExitCode.done.rawValue
    } catch {
      StandardError.line("\(session.name): \(error.message)")
      return error.code.rawValue
    }
  }
}
