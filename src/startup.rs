//! Starting the service, and stopping it without breaking off what is under way.
//!
//! | signal | what happens |
//! | --- | --- |
//! | the first SIGTERM | `/health/ready` answers 503; a moment later no new connections; requests under way are finished |
//! | the first SIGINT (Ctrl-C) | the same without the moment, since nobody routes requests to a terminal |
//! | the second of either | the program ends at once |

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::http::{self, Metrics};
use crate::oidc::choose_cryptography;
use crate::web as pages;

/// How long a load balancer has to see that the service is no longer ready.
const NOTICE: Duration = Duration::from_secs(1);

/// The service on `listener`, for the program and for tests. It answers while it is awaited.
pub fn build(app: App, listener: TcpListener, shutdown_seconds: u64) -> std::io::Result<Server> {
    choose_cryptography();
    let metrics = web::Data::new(Metrics::new().map_err(std::io::Error::other)?);
    let data = web::Data::new(app.clone());
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(data.clone())
            .app_data(metrics.clone())
            .app_data(pages::FRONT)
            .wrap(from_fn(http::edge))
            .wrap(Compress::default())
            .configure(http::routes)
            .configure(http::extras)
            .configure(pages::pages)
            .default_service(web::to(http::fallback))
    })
    .shutdown_timeout(shutdown_seconds)
    .disable_signals()
    .listen(listener)?
    .run();
    actix_web::rt::spawn(stop_on_signal(app, server.handle()));
    Ok(server)
}

async fn stop_on_signal(app: App, server: ServerHandle) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be listened to: the program can only be killed");
        return;
    };
    let notice = tokio::select! {
        _ = terminate.recv() => NOTICE,
        _ = interrupt.recv() => Duration::ZERO,
    };
    tracing::info!("stopping: requests under way are finished");
    app.stop();
    actix_web::rt::spawn(async move {
        tokio::time::sleep(notice).await;
        server.stop(true).await;
    });
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::warn!("a second signal: ending at once");
    std::process::exit(130);
}
