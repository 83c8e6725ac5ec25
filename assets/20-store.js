/* Each component that appears sends Dash's store a message, and each message makes all components look whether it was meant
   for them. Of a change of the layout they hear at once; of all else once, when the work at hand is done. */
(function () {
  "use strict";
  const stores = (window.dash_stores = window.dash_stores || []);
  const push = stores.push;

  function gather(store) {
    const subscribe = store.subscribe;
    store.subscribe = function (listener) {
      let told = store.getState();
      let waiting = false;
      function tell() {
        waiting = false;
        if (store.getState() === told) return;
        told = store.getState();
        listener();
      }
      return subscribe(function () {
        if (store.getState().layout !== told.layout) {
          tell();
        } else if (!waiting) {
          waiting = true;
          queueMicrotask(tell);
        }
      });
    };
  }

  /* Dash adds its store here before any component follows it. */
  stores.push = function (...added) {
    added.forEach(gather);
    return push.apply(stores, added);
  };
})();
