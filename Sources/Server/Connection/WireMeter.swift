import NIOCore

/// Tells the assembler how many bytes come in before anybody reads them.
///
/// Large reads are passed on in pieces, so that a head without an end is refused soon after its
/// limit and never gathered whole.
final class WireMeter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private static let piece = 2 << 10
  private let assembler: RequestAssembler

  /// A meter in front of the assembler of the same connection.
  init(assembler: RequestAssembler) { self.assembler = assembler }

  /// Passes bytes on for as long as the assembler takes them.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    while let slice = buffer.readSlice(length: min(Self.piece, buffer.readableBytes)),
      slice.readableBytes > 0
    {
      guard assembler.admits(bytes: slice.readableBytes) else { return }
      context.fireChannelRead(wrapInboundOut(slice))
    }
  }
}
