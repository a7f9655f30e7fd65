// The account as a script sees it: a snapshot of its sums.
#include "bridge.h"
#include "object.h"
#include "tick_fields.h"

enum { CASH, FREE, EQUITY, REALIZED, UNREALIZED, COMMISSION };

static const char *const names[] = {"cash",       "free",       "equity", "realized",
                                    "unrealized", "commission", NULL};

static const char account_meta = 0;

/// account.field
static int account_index(lua_State *L) {
  const sauda_account *account = lua_touserdata(L, 1);
  switch (bridge_field(L, SAUDA_OBJECT_ACCOUNT)) {
    case CASH: push_price(L, account->cash); break;
    case FREE: push_price(L, account->free); break;
    case EQUITY: push_price(L, account->equity); break;
    case REALIZED: push_price(L, account->realized); break;
    case UNREALIZED: push_price(L, account->unrealized); break;
    default: push_price(L, account->commission);
  }
  return 1;
}

const object_kind bridge_account_kind = {"Account", names, account_index, &account_meta};

void bridge_push_account(lua_State *L, const sauda_account *account) {
  luaL_checkstack(L, 4, NULL);
  sauda_account *object = lua_newuserdatauv(L, sizeof *object, 0);
  *object = *account;
  bridge_set_kind(L, &bridge_account_kind);
}

/// account()
static int account(lua_State *L) {
  const sauda_views *views = &bridge_script(L)->views;
  if (__builtin_expect(views->account != NULL, 1)) {
    bridge_poll(L);
    sauda_account *object = lua_newuserdatauv(L, sizeof *object, 0);
    if (views->account(views->context, object)) {
      bridge_poll(L);
      bridge_set_kind(L, &bridge_account_kind);
      return 1;
    }
  }
  return bridge_ask_host(L, (int)lua_tointeger(L, lua_upvalueindex(1)), NULL, 0);
}

int bridge_account_function(lua_State *L) {
  lua_settop(L, 1);
  lua_pushcclosure(L, account, 1);
  return 1;
}
