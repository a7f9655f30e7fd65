import Fyers
import Glibc
import Recording
import Reporting

/// `sauda fyers decode`: captured packets of the data socket, as the messages they mean.
public enum PacketDecoding {
  /// The largest file taken: 256 MiB.
  private static let sizeLimit = 256 << 20

  /// Decodes a file of cases, one a line, and prints one result a line.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input.
  ///   - isCompatible: Whether the official client's bugs are reproduced.
  /// - Returns: The exit code: 65 for a line that is no case, 74 when the file cannot be read.
  public static func run(path: String, isCompatible: Bool) -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      let bytes = try read(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Stop(.badInput, "\(path): expected UTF-8 text, one JSON object a line")
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).lazy.map(
        String.init)
      do throws(FeedCaseError) {
        try FeedCaseDecoder(isCompatible: isCompatible).decode(lines: lines) {
          StandardOutput.line($0)
        }
      } catch {
        throw Stop(.badInput, "\(path): \(error)")
      }
      return .done
    }
  }

  private static func read(_ path: String) throws(Stop) -> [UInt8] {
    let descriptor: Int32
    do throws(ReadableFile.Failure) {
      descriptor = try path == "-" ? STDIN_FILENO : ReadableFile.open(path)
    } catch {
      throw Stop(.inputOutput, "\(path): cannot open: expected a file, found \(error.words)")
    }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= sizeLimit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Stop(.inputOutput, "\(path): cannot read: \(SystemErrorText.sentence(of: errno))")
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
    throw Stop(.badInput, "\(path): expected at most 256 MiB, it is larger")
  }
}
