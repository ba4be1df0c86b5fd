/// Answers a request.
public typealias Handler = @Sendable (Request) async throws(HTTPError) -> Response

/// Stands between the server and a handler: may answer itself, or change what goes in and out.
public typealias Middleware =
  @Sendable (Request, @escaping Handler) async throws(HTTPError) -> Response

/// Finds who answers a request by its method and path.
///
///     let router = Router()
///     router.get("/") { _ in .text("hello") }
///     router.get("/items/:id") { request, id in await items.find(id) ?? .notFound }
///     router.on(.put, "/items/:id/tags/:tag") { (request, id: Int, tag: [UInt8]) in … }
///     router.get("/files/*path") { (request, path: [UInt8]) in … }
///
/// A part of a path that begins with `:` may be anything that its type can be read from; a request
/// where it cannot is answered with 404. Parts that are spelled out go before those.
/// HEAD is answered by who answers GET, OPTIONS by the router; other methods get 405.
///
/// Source: RFC 9110, sections 9 and 10.2.1.
@safe
public final class Router: @unchecked Sendable {
  /// Makes the response for a request that a handler, or the server, refused.
  public var onError: @Sendable (HTTPError) -> Response = Router.describe
  private let root = RouteNode()
  private var middleware: [Layer] = []

  /// Makes a router without routes.
  public init() {}

  /// Adds a route.
  ///
  /// - Parameters:
  ///   - method: Its method.
  ///   - pattern: Its path, which begins with a slash.
  ///   - handler: Who answers.
  public func on(_ method: Method, _ pattern: StaticString, _ handler: @escaping Handler) {
    _ = add(method, pattern, handler)
  }

  /// Adds a route with one open part.
  ///
  /// - Parameters:
  ///   - method: Its method.
  ///   - pattern: Its path, which begins with a slash.
  ///   - handler: Who answers; gets the part.
  public func on<First: PathParameter>(
    _ method: Method, _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    let open = add(method, pattern, HandlerOfOne(handler: handler).answer)
    precondition(open == 1, "the route does not have one open part")
  }

  /// Adds a route with two open parts.
  ///
  /// - Parameters:
  ///   - method: Its method.
  ///   - pattern: Its path, which begins with a slash.
  ///   - handler: Who answers; gets the parts.
  public func on<First: PathParameter, Second: PathParameter>(
    _ method: Method, _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First, Second) async throws(HTTPError) -> Response
  ) {
    let open = add(method, pattern, HandlerOfTwo(handler: handler).answer)
    precondition(open == 2, "the route does not have two open parts")
  }

  /// Puts something between the server and all handlers; what is added first is outermost.
  public func use(_ middleware: @escaping Middleware) {
    self.middleware.append(Layer(answer: middleware))
  }

  /// Answers a request.
  ///
  /// - Throws: What a handler throws; 404 and 405 where there is none.
  public func answer(_ request: Request) async throws(HTTPError) -> Response {
    switch try way(of: request) {
    case .handler(let handler): return try await handler(request)
    case .response(let response): return response
    }
  }

  /// How a request is answered.
  enum Way {
    /// By a handler, or middleware before one.
    case handler(Handler)
    /// By the router itself.
    case response(Response)
  }

  /// Finds out how a request is answered, so that who asks can call the handler itself.
  ///
  /// - Throws: 404 if there is nobody.
  @_optimize(speed)
  func way(of request: Request) throws(HTTPError) -> Way {
    middleware.isEmpty
      ? try wayBehindMiddleware(of: request)
      : .handler(Step(router: self, index: 0).answer)
  }

  private func add(
    _ method: Method, _ pattern: StaticString, _ handler: @escaping Handler
  ) -> Int {
    // Safe: the text was found not to be empty.
    precondition(
      unsafe pattern.utf8CodeUnitCount > 0 && pattern.utf8Start[0] == ASCII.slash,
      "a route begins with a slash")
    return root.add(pattern, from: 1, method, handler)
  }

  /// Finds the handler.
  @inline(__always)
  private func wayBehindMiddleware(of request: Request) throws(HTTPError) -> Way {
    let node = try node(for: request)
    if let handler = node?.handler(for: request.method) { return .handler(handler) }
    return .response(Self.others(at: node, request.method))
  }

  /// Finds the place of a request's path, and what the route leaves open.
  ///
  /// - Returns: The place; nil if the request is about the server as a whole.
  /// - Throws: 404 if there is none.
  @_optimize(speed)
  private func node(for request: Request) throws(HTTPError) -> RouteNode? {
    let path = request.head.path.range
    let bytes = request.bytes
    if bytes.raw.equals(path, "*") { return nil }
    let rest = min(path.lowerBound &+ 1, path.upperBound)..<path.upperBound
    guard
      let node = root.find(
        bytes.raw, rest, isWhole: rest.isEmpty, isEncoded: request.head.isEncoded,
        &request.parameters)
    else { throw .notFound }
    return node
  }

  /// Says which methods are answered where the one that was asked for is not.
  private static func others(at node: RouteNode?, _ method: Method) -> Response {
    guard let node else { return ofServer }
    var response = Response(method == .options ? .noContent : .methodNotAllowed)
    response.add("Allow", node.allowed)
    return response
  }

  /// The answer to a question about the server as a whole.
  private static var ofServer: Response {
    Response(.noContent).adding("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH")
  }

  /// The usual response to an error: its status, and what it says as text.
  private static func describe(_ error: HTTPError) -> Response {
    error.detail.isEmpty ? Response(error.status) : .text(error.detail, status: error.status)
  }

  /// One of the middleware.
  ///
  /// In a structure of its own a closure is called as it is, which saves two calls.
  private struct Layer: Sendable {
    let answer: Middleware
  }

  /// One of the middleware, or, after the last, the handler.
  private struct Step: Sendable {
    let router: Router
    let index: Int

    func answer(_ request: Request) async throws(HTTPError) -> Response {
      guard index < router.middleware.count else {
        switch try router.wayBehindMiddleware(of: request) {
        case .handler(let handler): return try await handler(request)
        case .response(let response): return response
        }
      }
      let next = Step(router: router, index: index + 1)
      return try await router.middleware[index].answer(request, next.answer)
    }
  }

  /// A handler that gets one part of the path.
  private struct HandlerOfOne<First: PathParameter>: Sendable {
    let handler: @Sendable (Request, First) async throws(HTTPError) -> Response

    func answer(_ request: Request) async throws(HTTPError) -> Response {
      guard let first = request.parameter(0, as: First.self) else { throw .notFound }
      return try await handler(request, first)
    }
  }

  /// A handler that gets two parts of the path.
  private struct HandlerOfTwo<First: PathParameter, Second: PathParameter>: Sendable {
    let handler: @Sendable (Request, First, Second) async throws(HTTPError) -> Response

    func answer(_ request: Request) async throws(HTTPError) -> Response {
      guard let first = request.parameter(0, as: First.self),
        let second = request.parameter(1, as: Second.self)
      else { throw .notFound }
      return try await handler(request, first, second)
    }
  }
}
