import CLuaBridge
import Glibc
import Reporting

/// The hidden verb with which the program starts itself to run a session again: the session's scripts run
/// there, where no key is, and what they do to the process is survived.
public enum RestoreProcess {
  /// The verb.
  public static let verb = "restore-session"

  /// Runs a session again and writes what it has left beside its recording.
  ///
  /// - Parameter path: The session's folder.
  /// - Returns: The exit code.
  public static func run(_ path: String) -> Int32 {
    SupervisedProcess.run { hasLoaded in
      do throws(Stop) {
        sauda_watchdog_start()
        let archive = SessionArchive(path, on: SystemDisk())
        let kept = try SessionRestore(archive).run(hasLoaded)
        try archive.write(kept.bytes, to: archive.restored)
        return ExitCode.done.rawValue
      } catch {
        StandardError.line(error.message)
        return error.code.rawValue
      }
    }
  }
}

/// Runs a session again in a process of its own.
struct ProcessRestorer: SessionRestorer {
  func restore(_ archive: SessionArchive) throws(Stop) -> KeptSnapshot {
    let arguments = ["sauda", RestoreProcess.verb, archive.path]
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    // No environment: nothing in it is the scripts' business.
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var pid: pid_t = 0
    let code = posix_spawn(&pid, "/proc/self/exe", nil, nil, pointers, &environment)
    guard code == 0 else {
      throw Stop(
        .inputOutput,
        "no process can be started to run \(archive.name) again: "
          + SystemErrorText.sentence(of: code))
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    guard status == 0, let kept = try archive.snapshot(archive.restored) else {
      throw Stop(
        ExitCode(rawValue: (status >> 8) & 0xFF) ?? .scriptFailed,
        "\(archive.path): it could not be run again; the lines before say why")
    }
    return kept
  }
}
