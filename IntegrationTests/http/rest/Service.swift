import HTTP
import Kernel

/// A list of things to do, over HTTP and JSON.
@main struct Items: Service {
  static func start(_ system: System) async throws(BindError) {
    let list = List()
    let router = Router()
    router.get("/items") { _ in .json(await list.all) }
    router.post("/items") { request throws(HTTPError) in
      .json(await list.add(try await Draft(request)), status: .created)
    }
    router.get("/items/:id") { _, id in await list.items[id].map { .json($0) } ?? .notFound }
    router.put("/items/:id") { (request, id: Int) throws(HTTPError) in
      await list.replace(id, by: try await Draft(request)).map { .json($0) } ?? .notFound
    }
    router.delete("/items/:id") { _, id in await list.remove(id) ? .noContent : .notFound }
    let server = HTTPServer(router) { system.wallClock.now?.seconds }
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}

/// What a client says of an item.
struct Draft {
  let title: [UInt8]
  let isDone: Bool

  init(_ request: Request) async throws(HTTPError) {
    let json = try await request.json(atMost: 4096)
    do throws(JSONError) {
      title = try json.member("title").bytes()
      isDone = try json["done"]?.bool() ?? false
    } catch {
      throw HTTPError(.unprocessableContent, "an item has a title, and is done or not")
    }
  }
}

struct Item: JSONEncodable {
  let id: Int
  let draft: Draft

  func write(to json: inout JSONWriter) {
    json.object { item in
      item.set("id", id)
      item.set("title", text: draft.title)
      item.set("done", draft.isDone)
    }
  }
}

actor List {
  private(set) var items: [Int: Item] = [:]
  private var lastID = 0

  var all: [Item] { items.values.sorted { $0.id < $1.id } }

  func add(_ draft: Draft) -> Item {
    lastID += 1
    items[lastID] = Item(id: lastID, draft: draft)
    return Item(id: lastID, draft: draft)
  }

  func replace(_ id: Int, by draft: Draft) -> Item? {
    guard items[id] != nil else { return nil }
    items[id] = Item(id: id, draft: draft)
    return items[id]
  }

  func remove(_ id: Int) -> Bool { items.removeValue(forKey: id) != nil }
}
