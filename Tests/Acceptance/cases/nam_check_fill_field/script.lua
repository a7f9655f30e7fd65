strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t) end
function on_fill(f)
  log.info("%s", f.quantity)
end
