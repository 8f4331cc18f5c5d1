//! Operations: application role connection.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::application::RoleConnectionMetadata;
use gateway_model::id::marker;

use crate::answer::List;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists what the application tells about users for linked roles.
    ///
    /// Requests of [`Client::application_role_connection_metadata`](crate::Client::application_role_connection_metadata): `GET /applications/{application_id}/role-connections/metadata`.
    ///
    /// Docs: [Get Application Role Connection Metadata Records](https://docs.discord.com/developers/resources/application-role-connection-metadata#get-application-role-connection-metadata-records).
    ///
    /// # Example
    ///
    /// `client.application_role_connection_metadata(application_id).await?`
    GetApplicationRoleConnectionsMetadata {
        name: "get_application_role_connections_metadata",
        route: GET "/applications/{application_id}/role-connections/metadata",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<RoleConnectionMetadata>,
    }
}

operation! {
    /// Replaces what the application tells about users for linked roles, at most 5 records.
    ///
    /// Requests of [`Client::update_application_role_connection_metadata`](crate::Client::update_application_role_connection_metadata): `PUT /applications/{application_id}/role-connections/metadata`.
    ///
    /// Docs: [Update Application Role Connection Metadata Records](https://docs.discord.com/developers/resources/application-role-connection-metadata#update-application-role-connection-metadata-records).
    ///
    /// # Example
    ///
    /// `client.update_application_role_connection_metadata(application_id, records).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `records`: the records, at most 5.
    UpdateApplicationRoleConnectionsMetadata {
        name: "update_application_role_connections_metadata",
        route: PUT "/applications/{application_id}/role-connections/metadata",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<RoleConnectionMetadata>,
    }
}

impl Client {
    /// Lists what the application tells about users for linked roles.
    ///
    /// Docs: [Get Application Role Connection Metadata Records](https://docs.discord.com/developers/resources/application-role-connection-metadata#get-application-role-connection-metadata-records).
    pub fn application_role_connection_metadata(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<GetApplicationRoleConnectionsMetadata> {
        Request::new(self, &[application_id.into()])
    }

    /// Replaces what the application tells about users for linked roles, at most 5 records.
    ///
    /// Docs: [Update Application Role Connection Metadata Records](https://docs.discord.com/developers/resources/application-role-connection-metadata#update-application-role-connection-metadata-records).
    ///
    /// - `records`: the records, at most 5.
    pub fn update_application_role_connection_metadata(
        &self,
        application_id: Id<marker::Application>,
        records: &[RoleConnectionMetadata],
    ) -> Request<UpdateApplicationRoleConnectionsMetadata> {
        Request::new(self, &[application_id.into()]).with_json("records", records)
    }
}
